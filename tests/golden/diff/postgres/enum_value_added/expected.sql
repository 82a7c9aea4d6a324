ALTER TYPE mood ADD VALUE 'worst' BEFORE 'sad';
ALTER TYPE mood ADD VALUE 'so-so' AFTER 'sad';
ALTER TYPE mood ADD VALUE 'good';
ALTER TYPE mood ADD VALUE 'best';
