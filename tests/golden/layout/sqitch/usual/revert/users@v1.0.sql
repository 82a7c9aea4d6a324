DROP TABLE flipr.users;
