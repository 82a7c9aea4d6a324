create table users (id int);
---- create above / drop below ----
drop table users;
