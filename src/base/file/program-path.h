#ifndef BASE_PROGRAM_PATH_H
#define BASE_PROGRAM_PATH_H

/* This program's path with links followed, malloc()ed; NULL where the system does not tell. */
char *program_path(void);

#endif
