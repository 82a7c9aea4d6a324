SELECT 1 # a;
;#b
SELECT 2 --c;
;SELECT 3--	;
, 4;--no blank; here
SELECT 5 --
;SELECT 6,
--,7;
8;
-- end