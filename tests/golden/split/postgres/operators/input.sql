SELECT a->'b;', c #>> '{d}', e @> f, g ?| h, 1 - -1, 2 /3, x*-- ;
4;SELECT a<--b;
1;