package io.annealdb.image;

import io.annealdb.proto.CertificateProto;
import io.annealdb.proto.CommitCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decisions about certificates. */
final class CertificateDecisions {
    private CertificateDecisions() {}

    /**
     * One record for all of them. Left out are those of shards that are dropped or have other
     * owners by now, and those that a certificate at the same R or a later one has overtaken.
     */
    static void commit(DecisionDraft draft, CommitCertificates asked) {
        List<Certificate> good = new ArrayList<>();
        for (CertificateProto proto : asked.getCertificatesList()) {
            Certificate certificate =
                    CertificateCodec.decode(proto.toBuilder().setMillis(draft.nowMillis()).build());
            if (isTrueNow(draft.image(), certificate)) {
                good.add(certificate);
            }
        }
        if (!good.isEmpty()) {
            draft.add(new MetaRecord.CertificatesCommitted(good));
        }
    }

    private static boolean isTrueNow(ClusterImage image, Certificate certificate) {
        Optional<Certificate> former = image.certificate(certificate.shard());
        return image.shard(certificate.shard())
                        .filter(place -> place.shard().ownerEpoch() == certificate.ownerEpoch())
                        .isPresent()
                && former.map(certificate::isAfter).orElse(true);
    }
}
