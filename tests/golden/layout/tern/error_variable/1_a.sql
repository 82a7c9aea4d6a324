select 1;
create table {{.prefix}}_t (id int);
