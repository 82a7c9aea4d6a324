/* a /* b; */ c; */ SELECT 1 /* /* ; */ */;SELECT 2 /*/ ; */ ;SELECT 3 /**/;/***/SELECT 4+/* ; */5;SELECT 6 --/*
;