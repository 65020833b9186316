/* glibc grows the heap by 132 kB. Other C libraries for Linux have no such parameter. */
#include "base/memory/heap.h"

#include <malloc.h>

void heap_set_steps(void)
{
#ifdef M_TOP_PAD
	(void)mallopt(M_TOP_PAD, 1 << 20);
#endif
}
