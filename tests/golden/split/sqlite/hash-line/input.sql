# a comment; of the shell
SELECT 1;
# another
