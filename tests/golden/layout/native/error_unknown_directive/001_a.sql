SELECT 1;

  -- pawl:transacton off
