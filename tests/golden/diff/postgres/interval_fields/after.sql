CREATE TABLE t (a interval day to second, b interval, c interval day to second(3), d interval month, e interval day to second(4), f interval hour to minute[]);
