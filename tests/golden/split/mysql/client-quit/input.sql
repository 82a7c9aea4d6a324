SELECT 0;
quit
