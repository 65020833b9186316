/* The allocator of macOS has no such parameter, and keeps what is freed by itself. */
#include "base/memory/heap.h"

void heap_set_steps(void)
{
}
