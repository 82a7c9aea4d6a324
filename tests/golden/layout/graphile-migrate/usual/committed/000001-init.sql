--! Previous: -
--! Hash: sha1:daf010c72bd3c6928c7abb7f8fab4e1951bdd368
--! Message: init

create table users (id int);
