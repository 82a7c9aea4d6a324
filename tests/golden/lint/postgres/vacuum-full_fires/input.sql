VACUUM FULL users;
CLUSTER users USING users_pkey;
