CREATE TABLE t (a interval, b interval day to second, c interval(3), d interval year, e interval day to second(2), f time[]);
