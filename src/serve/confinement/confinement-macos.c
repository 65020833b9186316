/* macOS confines whole programs: sandbox_init(3) is deprecated, and App Sandbox needs a bundle. */
#include "serve/confinement/confinement.h"

struct confinement confine_thread(const char *folder, bool may_write)
{
	(void)folder;
	(void)may_write;
	return (struct confinement){ 0 };
}
