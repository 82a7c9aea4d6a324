.read x.sql
