CREATE TABLE fresh (a varchar, b text);
