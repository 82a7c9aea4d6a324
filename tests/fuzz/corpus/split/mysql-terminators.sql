select 1\G
select 2\g select 3\c select 4;
select \N;\g
select 5