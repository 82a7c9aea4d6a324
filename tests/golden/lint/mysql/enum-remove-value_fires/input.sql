ALTER TABLE users MODIFY state enum('old','new');
ALTER TABLE users MODIFY state enum('new');
