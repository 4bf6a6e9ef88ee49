package io.annealdb.image;

import java.util.List;
import java.util.Optional;

/**
 * A database and its retention policies, in the order of their creation.
 *
 * @param id never used again, also when the name is (repair.md D4)
 * @param defaultPolicy the policy of a write that names none; it may have been dropped since
 */
public record DatabaseInfo(
        long id, String name, String defaultPolicy, List<RetentionPolicyInfo> policies) {
    public DatabaseInfo {
        if (id < 1 || name.isEmpty()) {
            throw new IllegalArgumentException("database id=" + id + ", name=" + name);
        }
        policies = List.copyOf(policies);
    }

    /** A policy by name; the default one for null or {@code ""}. */
    public Optional<RetentionPolicyInfo> policy(String nameOrNull) {
        String wanted = nameOrNull == null || nameOrNull.isEmpty() ? defaultPolicy : nameOrNull;
        return policies.stream().filter(policy -> policy.name().equals(wanted)).findFirst();
    }
}
