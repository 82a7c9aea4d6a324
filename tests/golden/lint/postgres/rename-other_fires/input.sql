ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';
ALTER VIEW grown RENAME TO adult;
