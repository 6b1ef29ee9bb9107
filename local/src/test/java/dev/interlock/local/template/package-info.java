/// What template.yaml promises of a deployment, held against what the functions do.
@NullMarked
package dev.interlock.local.template;

import org.jspecify.annotations.NullMarked;
