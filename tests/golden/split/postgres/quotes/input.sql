SELECT 'a;b', 'it''s;', "q;""x", '', '-- no', '/* no';
SELECT 2;