ALTER VIEW v RESET (security_barrier);
ALTER VIEW v SET (security_invoker=true);
ALTER VIEW v SET (check_option=local);
