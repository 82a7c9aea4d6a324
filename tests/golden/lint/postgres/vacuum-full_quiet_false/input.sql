VACUUM (FULL false, ANALYZE) users;
VACUUM (FULL OFF) users;
