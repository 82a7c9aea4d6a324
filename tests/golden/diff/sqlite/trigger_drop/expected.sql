DROP TRIGGER users_check;
