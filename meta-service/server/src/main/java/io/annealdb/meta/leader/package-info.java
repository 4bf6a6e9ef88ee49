/** What falls to the meta node that leads: {@link LeaderDuties}. */
package io.annealdb.meta.leader;
