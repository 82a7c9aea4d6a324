ALTER TABLE users MODIFY state enum('new','old','gone');
