CREATE DEFINER=`root`@`localhost` VIEW v AS SELECT 1;
