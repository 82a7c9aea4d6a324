# --- !Ups
SELECT 10;
