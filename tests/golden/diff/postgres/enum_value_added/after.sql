CREATE TYPE mood AS ENUM ('worst', 'sad', 'so-so', 'ok', 'good', 'best');
