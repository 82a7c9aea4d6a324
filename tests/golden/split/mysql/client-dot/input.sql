SELECT 0;
\. x.sql
