-- !Ups
SELECT 1;
