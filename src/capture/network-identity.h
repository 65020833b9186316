#ifndef CAPTURE_NETWORK_IDENTITY_H
#define CAPTURE_NETWORK_IDENTITY_H

/* Whose network this process is in: the machine's, or one that was made for a container or a test. */

#include <stdbool.h>

/* True only where that is known for sure. */
bool network_is_not_of_host(void);

#endif
