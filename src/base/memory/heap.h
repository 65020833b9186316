#ifndef BASE_HEAP_H
#define BASE_HEAP_H

/*
 * Makes the heap grow by a megabyte at a time, and keep as much of what is freed at its end. A
 * build of a talk frees hundreds of kB behind each capture and takes them again: what the kernel
 * gets back, it has to clear once more.
 */
void heap_set_steps(void);

#endif
