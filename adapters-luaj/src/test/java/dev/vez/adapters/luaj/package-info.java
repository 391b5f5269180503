/** Hooks as the engine sees them: the contract, the verdicts, and scripts that mean harm. */
@NullMarked
package dev.vez.adapters.luaj;

import org.jspecify.annotations.NullMarked;
