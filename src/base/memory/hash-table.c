#include "base/memory/hash-table.h"

const char hash_table_seed = 0;
