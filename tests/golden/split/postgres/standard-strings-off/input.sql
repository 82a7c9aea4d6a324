SET standard_conforming_strings = off;
SELECT 'a\';b';
SET standard_conforming_strings = on;
SELECT 'a\';