SELECT 0;
system ls
