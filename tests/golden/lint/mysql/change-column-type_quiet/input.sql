ALTER TABLE users MODIFY email varchar(40);
ALTER TABLE users MODIFY state enum('new','old','gone');
