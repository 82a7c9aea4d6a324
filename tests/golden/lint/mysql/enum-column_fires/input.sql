CREATE TABLE fresh (a enum('x','y'));
