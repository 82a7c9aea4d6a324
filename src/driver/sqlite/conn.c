#include "driver/sqlite/sqlite.h"
