--! Previous: sha1:0000
--! Hash: sha1:3e1cf13d2e75beaac77a116fdeef1f4d58a177ac

select 2;
