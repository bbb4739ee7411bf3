/** What several tests need and no test is: the project's files, programs, certificates, other people's peers. */
package org.ducksoup.itest.tool;
