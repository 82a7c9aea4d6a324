--! Previous: -
--! Hash: sha1:0000

select 1;
