#ifndef CLI_ANY_ADDRESS_H
#define CLI_ANY_ADDRESS_H

/* "0.0.0.0" and "::" stand for all addresses of a machine: servers listen there, and nobody can call them. */

/* Where this machine finds such a server, "127.0.0.1" or "::1"; NULL when the address is one of its own. */
const char *any_address_here(const char *address);

#endif
