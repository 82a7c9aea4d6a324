DROP FUNCTION g();
CREATE PROCEDURE g()
 LANGUAGE plpgsql
AS $procedure$ BEGIN END $procedure$;
