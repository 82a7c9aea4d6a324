class M
