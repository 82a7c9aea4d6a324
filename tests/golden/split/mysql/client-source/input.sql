SELECT 0;
source x.sql
