--- !Ups
SELECT 10;
--- !Downs
SELECT 11;
