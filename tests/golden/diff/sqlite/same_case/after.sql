create table users (ID integer primary key, EMAIL text);
create index i on USERS (email);
