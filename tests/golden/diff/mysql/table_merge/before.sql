CREATE TABLE y2023 (day date, hits int) ENGINE=MyISAM;
CREATE TABLE hits (day date, hits int) ENGINE=MERGE UNION=(y2023);
