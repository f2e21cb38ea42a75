# Variance components by lme4 of every panel in a folder written by `python -m tests.reference.lme4_panels FOLDER`:
#   Rscript tests/reference/lme4_components.R FOLDER > tests/reference/lme4_components.csv
suppressMessages(library(lme4))
cat("# R", paste(R.version$major, R.version$minor, sep = "."), "lme4", as.character(packageVersion("lme4")), "\n")
cat("panel,n_reviews,mu,tau2,omega2,sigma2\n")
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5),
                     check.conv.singular = "ignore")
for (file in sort(list.files(commandArgs(TRUE)[1], "csv$", full.names = TRUE))) {
  scores <- read.csv(file, colClasses = c("character", "character", "numeric"))
  fit <- lmer(score ~ 1 + (1 | declaration) + (1 | expert), scores, REML = TRUE, control = tight)
  parts <- as.data.frame(VarCorr(fit))
  of <- function(group) parts$vcov[parts$grp == group]
  cat(sub(".csv$", "", basename(file)), nrow(scores),
      sprintf("%.10g", c(fixef(fit), of("declaration"), of("expert"), of("Residual"))), sep = ",")
  cat("\n")
}
