/** Which names the build gave to the functions of the module that a worker calls. There is none in other builds. */
declare const HASH_FUNCTIONS: Record<string, string> | undefined;
